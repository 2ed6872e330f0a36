# command-line-arguments
./closure_called_directly.go:5:2: can inline f.func1
./closure_called_directly.go:3:6: can inline f
./closure_called_directly.go:5:16: inlining call to f.func1
