# command-line-arguments
./inline_string_builder_escape.go:5:6: can inline f
./inline_string_builder_escape.go:6:6: can inline g
./inline_string_builder_escape.go:6:38: inlining call to f
./inline_string_builder_escape.go:5:8: leaking param: s to result ~r0 level=1
./inline_string_builder_escape.go:6:38: ... argument does not escape
