# command-line-arguments
./string_concatenation.go:3:6: can inline f
./string_concatenation.go:4:6: can inline g
./string_concatenation.go:5:6: can inline h
./string_concatenation.go:3:8: a does not escape
./string_concatenation.go:3:11: b does not escape
./string_concatenation.go:3:43: a + b + "x" escapes to heap
./string_concatenation.go:4:8: a does not escape
./string_concatenation.go:4:11: b does not escape
./string_concatenation.go:4:38: a + b does not escape
./string_concatenation.go:5:8: leaking param: a to result s level=0
