# command-line-arguments
./variadic_arguments_stay.go:3:6: can inline sum
./variadic_arguments_stay.go:10:6: can inline f
./variadic_arguments_stay.go:10:26: inlining call to sum
./variadic_arguments_stay.go:11:6: can inline g
./variadic_arguments_stay.go:11:26: inlining call to sum
./variadic_arguments_stay.go:3:10: xs does not escape
./variadic_arguments_stay.go:10:26: ... argument does not escape
