# command-line-arguments
./global_initialised_by_call.go:3:6: can inline mk
./global_initialised_by_call.go:5:11: inlining call to mk
./global_initialised_by_call.go:6:14: inlining call to mk
./global_initialised_by_call.go:6:21: inlining call to mk
./global_initialised_by_call.go:3:9: moved to heap: n
./global_initialised_by_call.go:5:11: moved to heap: n
./global_initialised_by_call.go:6:14: moved to heap: n
./global_initialised_by_call.go:6:21: moved to heap: n
