package p

type T struct{ n *T }

func (t *T) Self() *T { return t }
func (t *T) Next() *T { return t.n }
func (t T) Val() *T   { return t.n }
