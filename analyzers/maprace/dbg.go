package maprace

var debugHook func(b *body)
