# command-line-arguments
./doc_closure_counter.go:5:6: can inline in
./doc_closure_counter.go:7:9: can inline in.func1
./doc_closure_counter.go:14:9: inlining call to in
./doc_closure_counter.go:7:9: can inline main.func1
./doc_closure_counter.go:15:15: inlining call to main.func1
./doc_closure_counter.go:15:13: inlining call to fmt.Println
./doc_closure_counter.go:16:15: inlining call to main.func1
./doc_closure_counter.go:16:13: inlining call to fmt.Println
./doc_closure_counter.go:6:2: moved to heap: n
./doc_closure_counter.go:7:9: func literal escapes to heap
./doc_closure_counter.go:14:9: func literal does not escape
./doc_closure_counter.go:15:13: ... argument does not escape
./doc_closure_counter.go:15:15: ~R0 escapes to heap
./doc_closure_counter.go:16:13: ... argument does not escape
./doc_closure_counter.go:16:15: ~R0 escapes to heap
