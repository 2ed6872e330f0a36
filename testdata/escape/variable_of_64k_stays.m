# command-line-arguments
./variable_of_64k_stays.go:3:6: can inline f
