package p

type I interface{ Close() error }

func f(i I) {
	defer i.Close()
}
