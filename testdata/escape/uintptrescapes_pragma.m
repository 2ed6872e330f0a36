# command-line-arguments
./uintptrescapes_pragma.go:8:6: can inline f
./uintptrescapes_pragma.go:6:10: marking a as escaping uintptr
./uintptrescapes_pragma.go:6:21: marking rest as escaping ...uintptr
./uintptrescapes_pragma.go:9:2: moved to heap: x
./uintptrescapes_pragma.go:9:5: moved to heap: y
./uintptrescapes_pragma.go:10:5: ... argument escapes to heap
