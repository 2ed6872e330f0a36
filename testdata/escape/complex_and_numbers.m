# command-line-arguments
./complex_and_numbers.go:3:6: can inline f
./complex_and_numbers.go:4:6: can inline g
