package main

import (
	"fmt"
	"path/filepath"
	"runtime"
)

func where() {
	_, file, line, ok := runtime.Caller(1)
	_ = filepath.Base(file)
	pc, _, _, _ := runtime.Caller(1)
	fmt.Println(line, ok, runtime.FuncForPC(pc).Name())
}

func main() {
	where()
	func() {
		where()
	}()
}
