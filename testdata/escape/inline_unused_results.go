package p

func two() (int, *int) { x := 1; return x, &x }

func f() { two() }
