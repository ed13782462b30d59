# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Declarations for the lines of corenetwork.te.in that name a port, a node, an
# interface or a packet. Their interfaces are made by corenetwork.if.m4.

define(`shiftn',`ifelse($1,0,`shift($*)',`shiftn(decr($1),shift(shift($*)))')')

# range_start(ports): 1200-1600 gives 1200, 600 gives 600.
define(`range_start',`ifelse(index(`$1',`-'),-1,`$1',`substr(`$1',0,index(`$1',`-'))')')

# Quotes that stay in the output.
changequote([,])
define([left_quote],[changequote([,])`changequote(`,')])
define([right_quote],[changequote([,])'changequote(`,')])
changequote(`,')

# build_option(name, `text', [`other text'])
#
# A choice that is left to whoever reads the generated file; the texts are
# expanded here.
define(`build_option',``ifdef'(left_quote`$1'right_quote`,'left_quote
$2
right_quote`,'left_quote
$3
right_quote)
')

# network_interface(name, interface, level[, interface, level...])
define(`declare_netifs',`dnl
netifcon $2 gen_context(system_u:object_r:$1,$3) gen_context(system_u:object_r:unlabeled_t,$3)
ifelse(`$4',`',`',`declare_netifs($1,shiftn(3,$*))')dnl
')

define(`network_interface',`
gen_require(``type unlabeled_t;'')
type $1_netif_t, netif_type;
declare_netifs($1_netif_t,shift($*))
')

# network_interface_controlled(name, interface, level[, ...])
#
# The same, with a boolean that turns all traffic off.
define(`network_interface_controlled',`
ifdef(`network_enabled_declared',`',`
## <desc>
## <p>
## Let traffic through all controlled interfaces.
## </p>
## </desc>
gen_bool(network_enabled,true) # tecc-disable: unused-boolean
define(`network_enabled_declared')
')
network_interface($@)
')

# network_node(name, level, address, mask[, level, address, mask...])
define(`declare_nodes',`dnl
nodecon $3 $4 gen_context(system_u:object_r:$1,$2)
ifelse(`$5',`',`',`declare_nodes($1,shiftn(4,$*))')dnl
')

define(`network_node',`
type $1_node_t, node_type;
declare_nodes($1_node_t,shift($*))
')

# network_port(name[, protocol, ports, level...])
#
# A port below 1024 is reserved: to bind it takes a capability. Those from 512
# on are where RPC services look for a free one.
define(`declare_portcons',`dnl
portcon $2 $3 gen_context(system_u:object_r:$1,$4)
ifelse(`$5',`',`',`declare_portcons($1,shiftn(4,$*))')dnl
')

define(`port_attributes',`dnl
ifelse(eval(range_start($2) < 1024),1,`typeattribute $1 reserved_port_type;',`typeattribute $1 unreserved_port_type;')
ifelse(eval(range_start($2) >= 512 && range_start($2) < 1024),1,`typeattribute $1 rpc_port_type;
')dnl
')

define(`network_port',`
type $1_port_t, port_type, defined_port_type;
network_packet($1)
ifelse(`$2',`',`',`port_attributes($1_port_t,$3)declare_portcons($1_port_t,shift($*))')dnl
')

# network_packet(name), network_packet_simple(name)
define(`network_packet',`
type $1_client_packet_t, packet_type, client_packet_type;
type $1_server_packet_t, packet_type, server_packet_type;
')

define(`network_packet_simple',`
type $1_packet_t, packet_type;
')

# ib_pkey(name, subnet prefix, key, level[, ...])
define(`declare_ibpkeycons',`dnl
ibpkeycon $2 $3 gen_context(system_u:object_r:$1,$4)
ifelse(`$5',`',`',`declare_ibpkeycons($1,shiftn(4,$*))')dnl
')

define(`ib_pkey',`
type $1_ibpkey_t, ibpkey_type;
ifelse(`$2',`',`',`declare_ibpkeycons($1_ibpkey_t,shift($*))')dnl
')

# ib_endport(name, device, port, level[, ...])
define(`declare_ibendportcons',`dnl
ibendportcon $2 $3 gen_context(system_u:object_r:$1,$4)
ifelse(`$5',`',`',`declare_ibendportcons($1,shiftn(4,$*))')dnl
')

define(`ib_endport',`
type $1_ibendport_t, ibendport_type;
ifelse(`$2',`',`',`declare_ibendportcons($1_ibendport_t,shift($*))')dnl
')
