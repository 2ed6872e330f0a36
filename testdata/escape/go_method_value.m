# command-line-arguments
./go_method_value.go:5:6: can inline (*T).Run
./go_method_value.go:5:7: t does not escape
./go_method_value.go:8:6: moved to heap: t
./go_method_value.go:10:8: t.Run escapes to heap
