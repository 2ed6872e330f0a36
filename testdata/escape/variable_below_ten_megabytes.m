# command-line-arguments
./variable_below_ten_megabytes.go:3:6: can inline f
