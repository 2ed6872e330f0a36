package p

type T struct{ p *int }

func (t *T) M() *int { return t.p }
func (t T) V() *int  { return t.p }

type I interface{ M() *int }

func f(t *T) *int      { return (*T).M(t) }
func g(t T) *int       { return T.V(t) }
func h(t *T) *int      { return (*T).V(t) }
func k(i I) *int       { return I.M(i) }
func l() func(*T) *int { return (*T).M }
