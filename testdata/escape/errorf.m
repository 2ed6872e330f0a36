# command-line-arguments
./errorf.go:5:6: can inline f
./errorf.go:5:40: ... argument does not escape
./errorf.go:5:41: x escapes to heap
