# command-line-arguments
./inline_keeps_allocation_on_stack.go:5:6: can inline mk
./inline_keeps_allocation_on_stack.go:7:6: can inline f
./inline_keeps_allocation_on_stack.go:7:25: inlining call to mk
./inline_keeps_allocation_on_stack.go:8:6: can inline g
./inline_keeps_allocation_on_stack.go:8:25: inlining call to mk
./inline_keeps_allocation_on_stack.go:5:28: &T{...} escapes to heap
./inline_keeps_allocation_on_stack.go:7:25: &T{...} does not escape
./inline_keeps_allocation_on_stack.go:8:25: &T{...} escapes to heap
