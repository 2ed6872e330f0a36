package reflect

import (
	"internal/goarch"
	"sync"
	"unsafe"
)

// Calls through reflection use the adapters that the compiler makes for each func type (runtime/layout.h): `call` takes a
// frame and calls C code with it, `makefunc` and `methodvalue` are C code that packs its arguments in a frame. A
// descriptor with adapters has a pointer to them in the word before it.

type adapters struct {
	call, makefunc, methodvalue uintptr
}

const tflagAdapters tflag = 1 << 7

func (t *funcType) adapters() *adapters {
	if t.tflag&tflagAdapters == 0 {
		return nil
	}
	return *(**adapters)(unsafe.Pointer(uintptr(unsafe.Pointer(t)) - goarch.PtrSize))
}

// funcLayout describes the frame of a call of t, with a receiver word first if rcvr is not nil. The frame's type carries,
// for reflect.call, t's adapters in the word of its equal function and 1 in its hash if there is a receiver word.
func funcLayout(t *funcType, rcvr *rtype) (frametype *rtype, framePool *sync.Pool, abid abiDesc) {
	if t.Kind() != Func {
		panic("reflect: funcLayout of non-func type " + t.String())
	}
	if rcvr != nil && rcvr.Kind() == Interface {
		panic("reflect: funcLayout with interface receiver " + rcvr.String())
	}
	key := layoutKey{t, rcvr}
	if cached, ok := layoutCache.Load(key); ok {
		l := cached.(layoutType)
		return l.t, l.framePool, l.abid
	}
	abid = newAbiDesc(t, rcvr)
	frame := &rtype{
		align:   goarch.PtrSize,
		size:    align(abid.retOffset+abid.ret.stackBytes, goarch.PtrSize),
		ptrdata: uintptr(abid.stackPtrs.n) * goarch.PtrSize,
	}
	if abid.stackPtrs.n > 0 {
		frame.gcdata = &abid.stackPtrs.data[0]
	}
	*(**adapters)(unsafe.Pointer(&frame.equal)) = t.adapters()
	name := "funcargs(" + t.String() + ")"
	if rcvr != nil {
		frame.hash = 1
		name = "methodargs(" + rcvr.String() + ")(" + t.String() + ")"
	}
	frame.str = resolveReflectName(newName(name, "", false, false))
	pool := &sync.Pool{New: func() any { return unsafe_New(frame) }}
	stored, _ := layoutCache.LoadOrStore(key, layoutType{t: frame, framePool: pool, abid: abid})
	l := stored.(layoutType)
	return l.t, l.framePool, l.abid
}

// MakeFunc returns a function of type typ that calls fn with its arguments as Values, and returns what fn returns.
func MakeFunc(typ Type, fn func(args []Value) (results []Value)) Value {
	if typ.Kind() != Func {
		panic("reflect: call of MakeFunc with non-Func type")
	}
	t := typ.common()
	ftyp := (*funcType)(unsafe.Pointer(t))
	impl := &makeFuncImpl{makeFuncCtxt: newMakeFuncCtxt(ftyp, codeOf(makeFuncStub)), ftyp: ftyp, fn: fn}
	if a := ftyp.adapters(); a != nil {
		impl.makeFuncCtxt.fn = a.makefunc
	}
	return Value{t, unsafe.Pointer(impl), flag(Func)}
}

func codeOf(f func()) uintptr { return **(**uintptr)(unsafe.Pointer(&f)) }

func newMakeFuncCtxt(t *funcType, code uintptr) makeFuncCtxt {
	_, _, abid := funcLayout(t, nil)
	return makeFuncCtxt{fn: code, stack: abid.stackPtrs, argLen: abid.stackCallArgsSize, regPtrs: abid.inRegPtrs}
}

// makeMethodValue turns v, a receiver with a method's number, into a func value.
func makeMethodValue(op string, v Value) Value {
	if v.flag&flagMethod == 0 {
		panic("reflect: internal error: invalid use of makeMethodValue")
	}
	ftyp := (*funcType)(unsafe.Pointer(v.Type().(*rtype)))
	fv := &methodValue{
		makeFuncCtxt: newMakeFuncCtxt(ftyp, methodValueCallCodePtr()),
		method:       int(v.flag) >> flagMethodShift,
		rcvr:         Value{v.typ, v.ptr, v.flag&(flagRO|flagAddr|flagIndir) | flag(v.typ.Kind())},
	}
	if a := ftyp.adapters(); a != nil {
		fv.makeFuncCtxt.fn = a.methodvalue
	}
	methodReceiver(op, fv.rcvr, fv.method) // panics now if the method cannot be called
	return Value{&ftyp.rtype, unsafe.Pointer(fv), v.flag&flagRO | flag(Func)}
}

func methodValueCallCodePtr() uintptr { return codeOf(methodValueCall) }

// methodFunc stands in the word after the code of a func value that Method made with a type that only FuncOf knows: the
// runtime cannot call its code without adapters, and has callReflect call the method of the first argument.
var methodFunc bitVector

func (t *rtype) Method(i int) (m Method) {
	if t.Kind() == Interface {
		tt := (*interfaceType)(unsafe.Pointer(t))
		return tt.Method(i)
	}
	methods := t.exportedMethods()
	if i < 0 || i >= len(methods) {
		panic("reflect: Method index out of range")
	}
	p := methods[i]
	ft := (*funcType)(unsafe.Pointer(t.typeOff(p.mtyp)))
	in := make([]Type, 0, 1+len(ft.in()))
	in = append(in, t)
	for _, arg := range ft.in() {
		in = append(in, arg)
	}
	out := make([]Type, 0, len(ft.out()))
	for _, ret := range ft.out() {
		out = append(out, ret)
	}
	m.Name = t.nameOff(p.name).name()
	m.Type = FuncOf(in, out, ft.IsVariadic())
	m.Index = i
	impl := &makeFuncImpl{makeFuncCtxt: makeFuncCtxt{fn: uintptr(t.textOff(p.tfn))}, ftyp: (*funcType)(unsafe.Pointer(m.Type.(*rtype)))}
	if impl.ftyp.adapters() == nil {
		impl.makeFuncCtxt.stack = &methodFunc
		impl.fn = func(args []Value) []Value {
			f := args[0].Method(i)
			if ft.IsVariadic() {
				return f.CallSlice(args[1:])
			}
			return f.Call(args[1:])
		}
	}
	m.Func = Value{&impl.ftyp.rtype, unsafe.Pointer(impl), flag(Func)}
	return m
}
