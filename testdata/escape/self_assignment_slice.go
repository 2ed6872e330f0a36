package p

type Buf struct {
	buf []byte
	arr [8]byte
	ap  *[8]byte
}

func (b *Buf) A(n int) { b.buf = b.buf[n:] }
func (b *Buf) B()      { b.buf = b.arr[:] }
func (b *Buf) C()      { b.buf = b.ap[1:2] }
func (b *Buf) D(n int) { b.buf = b.buf[1:2:n] }
