# command-line-arguments
./closure_returns_address_of_outer.go:5:11: can inline f.func1
./closure_returns_address_of_outer.go:3:6: can inline f
./closure_returns_address_of_outer.go:5:36: inlining call to f.func1
