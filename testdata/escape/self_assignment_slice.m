# command-line-arguments
./self_assignment_slice.go:9:6: can inline (*Buf).A
./self_assignment_slice.go:10:6: can inline (*Buf).B
./self_assignment_slice.go:11:6: can inline (*Buf).C
./self_assignment_slice.go:12:6: can inline (*Buf).D
./self_assignment_slice.go:9:32: (*Buf).A ignoring self-assignment in b.buf = b.buf[n:]
./self_assignment_slice.go:9:7: b does not escape
./self_assignment_slice.go:10:7: leaking param: b
./self_assignment_slice.go:11:32: (*Buf).C ignoring self-assignment in b.buf = b.ap[1:2]
./self_assignment_slice.go:11:7: b does not escape
./self_assignment_slice.go:12:32: (*Buf).D ignoring self-assignment in b.buf = b.buf[1:2:n]
./self_assignment_slice.go:12:7: b does not escape
