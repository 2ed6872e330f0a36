# command-line-arguments
./doc_scope_value_returned.go:5:6: can inline foo
./doc_scope_value_returned.go:11:10: inlining call to foo
./doc_scope_value_returned.go:12:13: inlining call to fmt.Println
./doc_scope_value_returned.go:12:13: ... argument does not escape
./doc_scope_value_returned.go:12:13: m escapes to heap
