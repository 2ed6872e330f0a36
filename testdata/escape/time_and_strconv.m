# command-line-arguments
./time_and_strconv.go:8:6: can inline f
./time_and_strconv.go:8:52: inlining call to strconv.Itoa
./time_and_strconv.go:9:6: can inline g
./time_and_strconv.go:10:6: can inline h
./time_and_strconv.go:9:8: leaking param: s
