# command-line-arguments
./self_assignment_fields.go:9:6: can inline f
./self_assignment_fields.go:10:6: can inline g
./self_assignment_fields.go:11:6: can inline h
./self_assignment_fields.go:12:6: can inline k
./self_assignment_fields.go:13:6: can inline l
./self_assignment_fields.go:9:30: f ignoring self-assignment in t.a = t.b
./self_assignment_fields.go:9:8: t does not escape
./self_assignment_fields.go:10:33: g ignoring self-assignment in t.s[i] = t.s[j]
./self_assignment_fields.go:10:8: t does not escape
./self_assignment_fields.go:11:35: h ignoring self-assignment in t.arr[i] = t.arr[i + 1]
./self_assignment_fields.go:11:8: t does not escape
./self_assignment_fields.go:12:8: t does not escape
./self_assignment_fields.go:12:11: leaking param content: u
./self_assignment_fields.go:13:30: l ignoring self-assignment in t.a = t.b
./self_assignment_fields.go:13:8: leaking param: t to result ~r0 level=0
