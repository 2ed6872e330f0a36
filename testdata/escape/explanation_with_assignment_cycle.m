# command-line-arguments
./explanation_with_assignment_cycle.go:7:6: can inline f
./explanation_with_assignment_cycle.go:7:8: leaking param: n
./explanation_with_assignment_cycle.go:8:7: &node{} escapes to heap
