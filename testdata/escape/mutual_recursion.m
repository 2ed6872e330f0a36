# command-line-arguments
./mutual_recursion.go:3:6: can inline f
./mutual_recursion.go:9:6: can inline g
./mutual_recursion.go:9:38: inlining call to f
./mutual_recursion.go:9:8: leaking param: p to result ~r0 level=0
./mutual_recursion.go:3:8: leaking param: p to result ~r0 level=0
