# command-line-arguments
./println_argument.go:5:6: can inline f
./println_argument.go:5:28: inlining call to fmt.Println
./println_argument.go:5:28: ... argument does not escape
./println_argument.go:5:28: x escapes to heap
