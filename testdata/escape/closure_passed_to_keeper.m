# command-line-arguments
./closure_passed_to_keeper.go:5:6: can inline hold
./closure_passed_to_keeper.go:7:6: can inline f
./closure_passed_to_keeper.go:9:6: inlining call to hold
./closure_passed_to_keeper.go:9:7: can inline f.func1
./closure_passed_to_keeper.go:5:11: leaking param: f
./closure_passed_to_keeper.go:8:2: moved to heap: n
./closure_passed_to_keeper.go:9:7: func literal escapes to heap
