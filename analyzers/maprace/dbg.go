package maprace

var debugHook func(b *body)
var debugShared func(p *program, gs []*group)
