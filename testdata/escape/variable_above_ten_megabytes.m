# command-line-arguments
./variable_above_ten_megabytes.go:3:6: can inline f
./variable_above_ten_megabytes.go:4:6: moved to heap: a
