package p

func work(p *int) {}

func f() {
	x := 1
	go work(&x)
}
