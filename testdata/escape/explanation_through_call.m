# command-line-arguments
./explanation_through_call.go:3:6: can inline id
./explanation_through_call.go:10:6: can inline f
./explanation_through_call.go:12:9: inlining call to id
./explanation_through_call.go:3:9: leaking param: p to result ~r0 level=0
./explanation_through_call.go:8:11: leaking param: p
./explanation_through_call.go:11:2: moved to heap: x
