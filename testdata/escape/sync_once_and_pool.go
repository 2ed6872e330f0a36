package p

import "sync"

var once sync.Once
var pool = sync.Pool{New: func() interface{} { return new([64]byte) }}

func f() (n int) {
	once.Do(func() { n++ })
	b := pool.Get().(*[64]byte)
	pool.Put(b)
	return
}
