# command-line-arguments
./explanation_of_a_long_path.go:7:6: can inline f
./explanation_of_a_long_path.go:8:2: moved to heap: x
