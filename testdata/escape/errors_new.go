package p

import "errors"

var ErrX = errors.New("x")

func f() error { return errors.New("y") }
