package p

func f() (err interface{}) {
	defer func() { err = recover() }()
	return nil
}
