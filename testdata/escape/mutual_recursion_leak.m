# command-line-arguments
./mutual_recursion_leak.go:5:6: can inline f
./mutual_recursion_leak.go:10:6: can inline g
./mutual_recursion_leak.go:12:3: inlining call to f
./mutual_recursion_leak.go:10:8: leaking param: p
./mutual_recursion_leak.go:10:11: leaking param: q
./mutual_recursion_leak.go:5:8: leaking param: p
./mutual_recursion_leak.go:5:11: leaking param: q
