package p

import (
	"bufio"
	"os"
)

func f() {
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	w.WriteString("x")
}
