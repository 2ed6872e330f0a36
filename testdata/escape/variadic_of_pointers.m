# command-line-arguments
./variadic_of_pointers.go:3:6: can inline first
./variadic_of_pointers.go:5:6: can inline f
./variadic_of_pointers.go:7:15: inlining call to first
./variadic_of_pointers.go:9:6: can inline g
./variadic_of_pointers.go:11:14: inlining call to first
./variadic_of_pointers.go:3:12: leaking param: ps to result ~r0 level=1
./variadic_of_pointers.go:7:15: ... argument does not escape
./variadic_of_pointers.go:10:2: moved to heap: x
./variadic_of_pointers.go:10:5: moved to heap: y
./variadic_of_pointers.go:11:14: ... argument does not escape
