package token

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

// FileSet is go/token's but for the type of last: an atomic.Pointer[File], whose methods are generic functions.
type FileSet struct {
	mutex sync.RWMutex
	base  int
	files []*File
	last  filePointer
}

// A filePointer does what atomic.Pointer[File] does.
type filePointer struct{ p unsafe.Pointer }

func (x *filePointer) Load() *File   { return (*File)(atomic.LoadPointer(&x.p)) }
func (x *filePointer) Store(f *File) { atomic.StorePointer(&x.p, unsafe.Pointer(f)) }
