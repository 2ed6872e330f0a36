# command-line-arguments
./loop_linked_list.go:5:6: can inline f
./loop_linked_list.go:8:10: &node{...} escapes to heap
