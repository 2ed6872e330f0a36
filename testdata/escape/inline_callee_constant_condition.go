package p

const debug = false

func log(s string) {
	if debug {
		println(s)
	}
}
func f() { log("x") }
