# command-line-arguments
./eighth_result_is_the_heap.go:3:6: can inline f
./eighth_result_is_the_heap.go:4:6: can inline g
./eighth_result_is_the_heap.go:3:8: leaking param: a to result r6 level=0
./eighth_result_is_the_heap.go:4:8: leaking param: a
