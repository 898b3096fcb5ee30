var O,ke,kt,U,ie,Q,Se,G,Ce,ae,se,St,K=Symbol.for("pv"),Z={},ee=[],Ct=/^m(i|n|o|s|text|space)$/,le=Array.isArray,Ee=ee.slice,H=Object.assign;function B(e){e&&e.parentNode&&e.remove()}function Y(e,t,n,o,i){var r={type:e,props:t,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:K,__v:i||++ke,__i:-1,__u:0};return!i&&O.vnode&&O.vnode(r),r}function ce(){return{current:null}}function D(e){return e.children}function z(e,t){this.props=e,this.context=t,this.__g=0}function W(e,t){if(t==null)return e.__&&W(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!="function"||e.props.__P?null:W(e)}function Et(e){var t,n=e.__v,o=n.__e,i=[],r=[],s=e.__P;s&&((t=H({constructor:K},n)).__v=n.__v+1,O.vnode&&O.vnode(t),ue(s,t,n,e.__n,s.namespaceURI,32&n.__u?[o]:null,i,o||W(n),32&n.__u,r),t.__v=n.__v,t.__.__k[t.__i]=t,Ae(i,t,r),n.__=n.__e=null,t.__e!=o&&Oe(t))}function Oe(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),Oe(e)}function xe(e){(8&e.__g||(e.__g|=8,U.push(e),Q++))&&ie==O.debounceRendering||((ie=O.debounceRendering)||queueMicrotask)(Te)}function Te(){try{for(var e,t=1;U.length;)U.length>t&&U.sort(Se),e=U.shift(),t=U.length,8&e.__g&&Et(e)}finally{(Q=U.length)&&(ie||queueMicrotask)(Te)}}function Me(e,t,n,o,i,r,s,l,c,d,u){var b,w,a,_,y,v,k=o.__k||ee,g=t.length;for(c=Ot(n,t,k,c,g),b=0;b<g;b++)(a=n.__k[b])!=null&&(w=~a.__i&&k[a.__i]||Z,a.__i=b,v=ue(e,a,w,i,r,s,l,c,d,u),_=a.__e,(w.ref!=a.ref||8&w.__u)&&(w.ref&&de(w.ref,null,a,w),a.ref&&u.push(a.ref,a.__c||_,a)),y=y||_,4&a.__u?(c=Pe(a,c,e,!w.__v),w.__e&&(w.__e=null)):typeof a.type=="function"&&v!==void 0?c=v:_&&(c=_.nextSibling),a.__u&=-21);return n.__e=y,c}function Ot(e,t,n,o,i){var r,s,l,c,d,u,b,w,a,_=n.length,y=_,v=0,k=0,g=e.__k=Array(i);for(r=0;r<i;r++)(s=t[r])!=null&&typeof s!="boolean"&&typeof s!="function"?(typeof s!="object"||s.constructor===String?s=g[r]=Y(null,s):le(s)?s=g[r]=Y(D,{children:s}):s.constructor===K&&s.__b?s=g[r]=Y(s.type,s.props,s.key,s.ref,s.__v):g[r]=s,c=r+v,s.__=e,s.__b=e.__b+1,l=null,~(d=s.__i=Tt(s,n,c,y))&&(y--,(l=n[d])&&(l.__u|=2)),l&&l.__v?(s.__u|=16,d==c-1?v--:d==c+1?v++:d!=c&&(d>c?v--:v++,k=1)):(~d||(i>_?v--:i<_&&v++),typeof s.type!="function"&&(s.__u|=4))):g[r]=null;if(k){for(u=[],b=[],r=0;r<i;r++)if((s=g[r])&&16&s.__u){for(v=0,w=u.length;v<w;)u[a=v+w>>1]<s.__i?v=a+1:w=a;u[v]=s.__i,b[r]=v+1}for(v=u.length;r--;)b[r]&&(b[r]==v?v--:g[r].__u|=4)}if(y)for(r=0;r<_;r++)!(l=n[r])||2&l.__u||(l.__e==o&&(o=W(l)),pe(l,l));return o}function Pe(e,t,n,o){var i,r,s,l;if(typeof e.type=="function"){if(e.props.__P)return t;if(i=e.__k)for(r=0;r<i.length;r++)i[r]&&(i[r].__=e,t=Pe(i[r],t,n,!1));return t}for(t&&!t.parentNode&&(t=W(e))&&!t.parentNode&&(t=null),s=e.__e,l=t;l&&l.nodeType==8;)l=l.nextSibling;for(s!=l&&(!o&&n.moveBefore&&s.parentNode?n.moveBefore(s,t):n.insertBefore(s,t||null)),t=s;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function Tt(e,t,n,o){var i,r=e.key,s=e.type,l=t[n],c=l&&!(2&l.__u);if(l===null&&r==null||c&&r==l.key&&s==l.type)return n;if(o>(c?1:0)){for(i=n-1;i>=0;i--)if((l=t[i])&&!(2&l.__u)&&r==l.key&&s==l.type)return i;for(i=n+1;i<t.length;i++)if((l=t[i])&&!(2&l.__u)&&r==l.key&&s==l.type)return i}return-1}function we(e,t,n){n==null&&(n=""),t[0]=="-"?e.setProperty(t,n):e[t]=n}function X(e,t,n,o,i){var r,s;if(t=="style")if(typeof n=="string")e.style.cssText=n;else{if(typeof o=="string"&&(e.style.cssText=o=""),o)for(t in o)n&&t in n||we(e.style,t);if(n)for(t in n)o&&n[t]==o[t]||we(e.style,t,n[t])}else if(t[0]=="o"&&t[1]=="n")typeof n!="function"&&(n=null),typeof o!="function"&&(o=null),(e.__e||(e.__e={}))[t]=n,n&&o||(s=se[t]||(se[t]=Mt(t)),(e.__a||(e.__a={}))[t]=ae,r=t!=(t=t.replace(Ce,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),n?e.addEventListener(t,s,r):e.removeEventListener(t,s,r));else{if(i=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&n==1?"":n)}}function Mt(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[G]==null)t[G]=ae++;else if(t[G]<this.__a[e])return;return n(O.event?O.event(t):t)}}}function ue(e,t,n,o,i,r,s,l,c,d){var u,b,w,a,_,y,v,k,g,S,x,M,I,h,C,q,P,L,p=t.type;if(t.constructor!==K)return null;128&n.__u&&(c=32&n.__u,u=n.__c.__z)&&(t.__u|=c,b=r=[],u.nodeType==8?l=J(u,r):r.push(u),l=r[0]||l),(u=O.__b)&&u(t);e:if(typeof p=="function"){w=s.length;try{if(k=t.props,g=(u=p.prototype)&&u.render,S=(u=p.contextType)&&o[u.__c],x=u?S?S.props.value:u.__:o,(a=n.__c)?(t.__c=a,2&a.__g&&(a.__g|=1)):(g?t.__c=a=new p(k,x):(t.__c=a=new z(k,x),a.constructor=p,a.render=Lt),S&&S.sub(a),a.state||(a.state={}),a.__n=o,a.__g|=8,a.__h=[],a.__k=[]),g&&(a.__s||(a.__s=a.state),p.getDerivedStateFromProps&&(a.__s==a.state&&(a.__s=H({},a.__s)),H(a.__s,p.getDerivedStateFromProps(k,a.__s)))),_=a.props,y=a.state,a.__v=t,n.__c){if(k!==_&&g&&!p.getDerivedStateFromProps&&a.componentWillReceiveProps&&a.componentWillReceiveProps(k,x),t.__v==n.__v&&!(8&a.__g)||!(4&a.__g)&&a.shouldComponentUpdate&&a.shouldComponentUpdate(k,a.__s,x)===!1){t.__v!=n.__v&&(a.props=k,a.state=a.__s,a.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(m){m&&(m.__=t)}),ee.push.apply(a.__h,a.__k),a.__k=[],a.__h.length&&s.push(a),l=W(n);break e}a.componentWillUpdate&&a.componentWillUpdate(k,a.__s,x),g&&a.componentDidUpdate&&a.__h.push(function(){a.componentDidUpdate(_,y,v)})}else g&&!p.getDerivedStateFromProps&&a.componentWillMount&&a.componentWillMount(),g&&a.componentDidMount&&a.__h.push(a.componentDidMount);a.context=x,a.props=k,a.__P=e,a.__g&=-5,M=O.__r,I=g?25:0;do a.__g&=-9,M&&M(t),u=a.render(a.props,a.state=a.__s,a.context);while(8&a.__g&&++I<25);g&&(ee.push.apply(a.__h,a.__k),a.__k=[]),a.state=a.__s,a.getChildContext&&(o=H({},o,a.getChildContext())),g&&n.__c&&a.getSnapshotBeforeUpdate&&(v=a.getSnapshotBeforeUpdate(_,y)),h=u&&u.type===D&&u.key==null?u.props.children:u,k.__P&&(u=l,i=(e=k.__P).namespaceURI,c=r=null,n.props&&n.props.__P!=e&&(n.__k.some(function(m){m&&pe(m,m)}),n.__k=null),l=n.__k?W(n,0):null),l=Me(e,le(h)?h:[h],t,n,o,i,r,s,l,c,d),k.__P&&(t.__e=null,l=u),t.__u&=-161,b&&b.some(B),a.__h.length&&s.push(a),1&a.__g&&(a.__g&=-4)}catch(m){if(s.length=w,t.__v=null,c||r)if(m&&m.then){if(t.__u|=128|c,r){for(~(P=r.indexOf(l||void 0))||(P=r.length);(L=r[P-1])&&L.nodeType==8;)P--;for(;P<r.length;P++)if(L=r[P])if(r[P]=null,C){if(L==q)break}else{if(L.nodeType!=8)break;L.data.startsWith("$s")&&(q=J(C=L))}}if(!C){for(;l&&l.nodeType==8&&l.nextSibling;)l=l.nextSibling;C=l}(u=J(C=t.__c.__z||(t.__c.__z=C)))?(t.__e=C,l=u):t.__e=l,l=l&&l.nextSibling}else r&&r.some(B);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),m&&m.then||Le(t),O.__e(m,t,n)}}else l=t.__e=Pt(n.__e,t,n,o,i,r,s,c,d,e);return(u=O.diffed)&&u(t),l}function J(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))n++;else if(e.data.startsWith("/$s")&&!--n)return e}t&&t.push(e)}}function Le(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(Le))}function Ae(e,t,n){for(var o=0;o<n.length;)de(n[o++],n[o++],n[o++]);O.__c&&O.__c(t,e),e.some(function(i){try{e=i.__h,i.__h=[],e.some(function(r){r.call(i)})}catch(r){O.__e(r,i.__v)}})}function Pt(e,t,n,o,i,r,s,l,c,d){var u,b,w,a,_,y,v,k,g=n.props||Z,S=t.props,x=t.type;if(x=="svg"?i="http://www.w3.org/2000/svg":x=="math"?i="http://www.w3.org/1998/Math/MathML":i||(i="http://www.w3.org/1999/xhtml"),r){for(u=0;u<r.length;u++)if((_=r[u])&&(x?_.localName==x:_.nodeType==3)){e=_,r[u]=null;break}}if(!e){if(k=d.ownerDocument||document,!x)return k.createTextNode(S);e=k.createElementNS(i,x,S.is?S:d),l&&(O.__m&&O.__m(t,r),l=!1),r=null}if(x){if(d=x=="template"&&e.content||e,r=x=="textarea"&&S.defaultValue!=null?null:r&&Ee.call(d.childNodes),!l&&r)for(g={},u=0;u<e.attributes.length;u++)g[(_=e.attributes[u]).name]=_.value;for(u in g)_=g[u],u=="dangerouslySetInnerHTML"?w=_:u=="children"||u in S||u=="value"&&"defaultValue"in S||u=="checked"&&"defaultChecked"in S||X(e,u,null,_,i);for(u in S)_=S[u],u=="children"?a=_:u=="dangerouslySetInnerHTML"?b=_:u=="value"?y=_:u=="checked"?v=_:l&&typeof _!="function"||g[u]===_||X(e,u,_,g[u],i);b?(l||w&&(b.__html==w.__html||b.__html==e.innerHTML)||(e.innerHTML=b.__html),t.__k=[]):(w&&(e.textContent=""),(x=="foreignObject"||i=="http://www.w3.org/1998/Math/MathML"&&Ct.test(x))&&(i="http://www.w3.org/1999/xhtml"),Me(d,le(a)?a:[a],t,n,o,i,r,s,r?r[0]:n.__k&&W(n,0),l,c),r&&r.some(B)),l&&x!="textarea"||(u="value",x=="progress"&&y==null?e.removeAttribute(u):y==null||y===e[u]&&(x!="progress"||y)||X(e,u,y,g[u],i),u="checked",v!=null&&v!=e[u]&&X(e,u,v,g[u],i))}else g===S||l&&e.data==S||(e.data=S);return e}function de(e,t,n,o){try{typeof e=="function"?t?t.__x=e(t)||1:o&&(o=o.__c||o.__e)&&(t=o.__x)&&(o.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(i){O.__e(i,n)}}function pe(e,t,n){var o,i,r,s;if(O.unmount&&O.unmount(e),!(o=e.ref)||o.current&&o.current!=e.__e||de(o,null,t,e),o=e.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(l){O.__e(l,t)}o.__P=o.__n=null}if(o=e.__k)for(s=0;s<o.length;s++)o[s]&&pe(o[s],t,typeof e.type!="function"||n&&!e.props.__P);!n&&(o=e.__c)&&(o=o.__z)&&(i=J(o,r=[]))&&(o==e.__e&&r.some(B),B(i),B(o)),n||B(e.__e),e.__e=e.__c=e.__=null}function Lt(e,t,n){return this.constructor(e,n)}function fe(e,t){var n,o,i,r;O.__&&O.__(e,t),t.nodeType==9&&(t=t.documentElement),o=(n=e&&32&e.__u)?null:t.__k,t.__k=Y(D,{children:[e]}),i=[],r=[],ue(t,t.__k,o||Z,Z,t.namespaceURI,o?null:t.firstChild?Ee.call(t.childNodes):null,i,o?o.__e:t.firstChild,n,r),Ae(i,t.__k,r),t.__k.props.children=null}O={__e:function(e,t,n,o){for(var i,r,s;t=t.__;)if((i=t.__c)&&!(1&i.__g)){i.__g|=4;try{if((s=(r=i.constructor)&&r.getDerivedStateFromError)&&i.setState(r.getDerivedStateFromError(e)),i.componentDidCatch&&(i.componentDidCatch(e,o||{}),s=1),s&&8&i.__g)return void(i.__g|=2)}catch(l){e=l}}throw Q=0,e}},ke=0,kt=function(e){return e!=null&&e.constructor===K},z.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=H({},this.state)),typeof e=="function"&&(e=e(H({},n),this.props)),e&&(H(n,e),this.__v&&(t&&this.__k.push(t),xe(this)))},z.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),xe(this))},z.prototype.render=D,U=[],Q=0,Se=function(e,t){return e.__v.__b-t.__v.__b},G=Symbol(),Ce=/(PointerCapture)$|Capture$/i,ae=0,se={},St=0;function Ie(e=()=>performance.now(),t=Date.now){let n=null;return{observe(o,i){let r=Date.parse(o);if(Number.isNaN(r))return;let s=e();n=r-(i===void 0?s:(s+i)/2)},nowMs:()=>n===null?t():e()+n}}function At(e){switch(e){case 4401:case 4490:return"at_once";case 4403:case 4404:case 4426:case 4440:return"never";case 4400:case 4408:case 4429:return"back_off_long";default:return"back_off"}}var _e={openSocket:e=>new WebSocket(e),setTimer:(e,t)=>setTimeout(e,t),clearTimer:e=>clearTimeout(e),random:Math.random,steadyMs:()=>performance.now()};function qe(e,t=_e){let n="stopped",o=null,i=0,r=0,s=0,l=0,c=!1,d=null,u;function b(h,C=null){h!==n&&(n=h,e.onStatus(h,C))}function w(){for(let h of[i,r,s])t.clearTimer(h)}function a(){w(),d=null,b("connecting");let h;try{h=t.openSocket(e.url)}catch{M(1006);return}o=h;let C=()=>o===h;h.onopen=()=>C()&&h.send(JSON.stringify(e.hello())),h.onmessage=q=>{C()&&_(q.data)},h.onclose=({code:q})=>{C()&&(o=null,e.onClose?.(q),M(q))},r=t.setTimer(S,15e3)}function _(h){let C=It(h);C&&(C.type==="welcome"&&(s=t.setTimer(y,5e3),b("online")),n==="online"&&v(),C.type==="goodbye"&&x(C.reconnect_in_s),e.onEvent(C))}function y(){l=0,c=!1}function v(){t.clearTimer(r),r=t.setTimer(k,2e4)}function k(){t.clearTimer(r),u=t.steadyMs(),o?.send(JSON.stringify(e.ping)),r=t.setTimer(S,8e3)}function g(){let h=o;o=null,h?.close()}function S(){g(),M(1006)}function x(h){y(),d=t.steadyMs()+h*1e3,i=t.setTimer(()=>{g(),a()},h*1e3)}function M(h){w();let C=At(h);if(C==="never"){b("stopped",h);return}b("offline",h),i=t.setTimer(a,I(C))}function I(h){if(d!==null)return Math.max(0,d-t.steadyMs());if(h==="at_once"&&!c)return c=!0,0;let C=Math.min(3e4,500*2**l);return l+=1,t.random()*C+(h==="back_off_long"?2e4:0)}return{get status(){return n},get pingedAtMs(){return u},start(){n==="stopped"&&a()},stop(){w(),g(),b("stopped")},restart(){g(),a()},wake(){n==="offline"&&d===null&&a(),n==="online"&&k()},send(h){return n!=="online"||!o?!1:(o.send(JSON.stringify(h)),!0)}}}function It(e){try{let t=JSON.parse(e);return typeof t?.type=="string"?t:null}catch{return null}}function Re(e,t,n){return e.some(o=>o.echoId===t)?e:[...e,{echoId:t,payload:n,state:"waiting",code:null,retryAtMs:0}]}function De(e,t){let n=He(e);return n?.state==="waiting"&&n.retryAtMs<=t?n:null}function Ne(e,t){let n=He(e);return n?.state==="waiting"&&n.retryAtMs>t?n.retryAtMs-t:null}function Ue(e,t){return ge(e,t,{state:"sending",code:null})}function me(e,t){let n=e.filter(o=>o.echoId!==t);return n.length===e.length?e:n}function We(e,t,n,o){let{code:i,retryAfterS:r}=n;return r===null?ge(e,t,{state:"failed",code:i}):ge(e,t,{state:"waiting",code:i,retryAtMs:o+r*1e3})}function te(e){return e.some(t=>t.state==="sending")?e.map(t=>t.state==="sending"?{...t,state:"waiting"}:t):e}function Be(e,t){let n=e.find(o=>o.echoId===t&&o.state==="failed");return n?[...me(e,t),{...n,state:"waiting",code:null,retryAtMs:0}]:e}function He(e){return e.find(t=>t.state!=="failed")}function ge(e,t,n){return e.map(o=>o.echoId===t?{...o,...n}:o)}var qt={entries:[],early:[],heardSeq:0,hasBefore:!1,isLoaded:!1};function F(){return qt}function R(e){return e.entries.at(-1)?.seq??0}function Fe(e){return e.entries[0]?.seq??0}function ne(e){let t=R(e);return e.heardSeq<=t?null:{after_seq:e.isLoaded?t:null}}function $e(e,t){let n=R(e);return t.seq<=n||e.early.some(o=>o.seq===t.seq)?e:ye({...e,early:he(e.early,[t]).slice(0,200),heardSeq:Math.max(e.heardSeq,t.seq)})}function Ve(e,t){let n=Math.max(e.heardSeq,t.last_seq),o=t.entries[0],i=t.entries.at(-1);if(!o||!i){let s=e.hasBefore&&t.has_before;return{...e,heardSeq:n,hasBefore:s,isLoaded:!0}}let r=e.entries[0];return r?i.seq<r.prev_seq?{...e,heardSeq:n}:o.prev_seq>R(e)?{...e,heardSeq:n,early:he(e.early,t.entries).slice(0,200)}:ye({...e,heardSeq:n,entries:he(e.entries,t.entries),hasBefore:o.seq<=r.seq?t.has_before:e.hasBefore,isLoaded:!0}):ye({...e,entries:t.entries,heardSeq:n,hasBefore:t.has_before,isLoaded:!0})}function ye(e){let t=R(e),n=[],o=[];for(let i of e.early)i.seq<=t||(i.prev_seq>t?o.push(i):(n.push(i),t=i.seq));return n.length?{...e,early:o,entries:[...e.entries,...n],isLoaded:!0}:{...e,early:o}}function he(e,t){let n=new Set(e.map(o=>o.seq));return[...e,...t.filter(o=>!n.has(o.seq))].sort((o,i)=>o.seq-i.seq)}var je={isReturning:!1,status:"stopped",isCutOff:!1,closeCode:null,site:null,conversation:null,timeline:F(),outbox:[],typing:null,isLoadingOlder:!1,isCaughtUp:!1};function Xe(e,t){switch(t.type){case"welcome":{let{conversation:n,site:o}=t,r=n?.id===e.conversation?.id?e.timeline:F();return{...e,site:o,conversation:n,timeline:r,isCaughtUp:!n}}case"history":{if(t.conversation_id!==e.conversation?.id)return e;let n=Ke(e,Ve(e.timeline,t),t.entries);return{...n,isCaughtUp:e.isCaughtUp||!ne(n.timeline)}}case"message_posted":case"conversation_assigned":case"status_changed":{let n=t.conversation_id===e.conversation?.id?e:Rt(e,t),o=t.author.kind==="operator"?null:e.typing;return{...Ke(n,$e(n.timeline,t),[t]),typing:o}}case"read_marked":{let{conversation:n}=e;if(t.conversation_id!==n?.id)return e;let o=t.reader==="visitor"?"visitor_read_seq":"operator_read_seq";return{...e,conversation:{...n,[o]:Math.max(n[o],t.seq)}}}case"typing":return t.author.kind!=="operator"||t.conversation_id!==e.conversation?.id?e:{...e,typing:t.active?t.author:null};case"availability_changed":return{...e,site:e.site&&{...e.site,operators_online:t.operators_online}};case"pong":case"goodbye":case"error":return e;default:return Dt(e,t)}}function oe({conversation:e,timeline:t}){let n=e?.visitor_read_seq??0;return t.entries.filter(o=>o.type==="message_posted"&&o.author.kind==="operator"&&o.seq>n).length}function Rt(e,{conversation_id:t}){return{...e,conversation:{id:t,status:"open",last_seq:0,visitor_read_seq:0,operator_read_seq:0,operator:null},timeline:F()}}function Ke(e,t,n){let{conversation:o,outbox:i}=e;for(let{echo_id:s}of n)i=me(i,s);let r=Math.max(o?.last_seq??0,R(e.timeline));for(let s of t.entries)!o||s.seq<=r||(s.type==="status_changed"&&(o={...o,status:s.status}),s.type==="conversation_assigned"&&(o={...o,operator:s.operator}));return{...e,conversation:o,timeline:t,outbox:i}}function Dt(e,t){return e}function Ge(e,t){let n=null,o=0;function i(r){t.clearTimer(o);let s=t.steadyMs();if(!r){n!==null&&e(!1),n=null;return}o=t.setTimer(()=>i(!1),5e3),!(n!==null&&s-n<4e3)&&(n=s,e(!0))}return{note:i,forget(){t.clearTimer(o),n=null}}}function j(){let e=crypto.getRandomValues(new Uint8Array(36));return"xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g,(t,n)=>{let o=(e[n]??0)&15;return(t==="x"?o:o&3|8).toString(16)})}var Nt=1,Ye=50,Ut=200,Wt=15e3,Bt=5;function ze(e,t=_e){let{store:n}=e,o=Ie(()=>t.steadyMs()),i=n.read(),r={...je,isReturning:n.isExpected()},s=i!==null,l=!1,c=null,d=null,u=0,b=0,w=0,a=Ge(p=>{let{conversation:m}=r;m&&_.send({type:"set_typing",conversation_id:m.id,active:p})},t),_=qe({url:`${e.origin.replace(/^http/,"ws")}/ws/visitor`,ping:{type:"ping"},hello:()=>({type:"hello",protocol:Nt,site:e.site,token:i?.token??null,locale:e.locale,page:e.getPage(),conversation_id:R(r.timeline)?r.conversation?.id??null:null,after_seq:R(r.timeline)}),onEvent:v,onStatus(p,m){p!=="online"&&(c=d=null,a.forget(),y({isCaughtUp:!1,isLoadingOlder:!1,typing:null,outbox:te(r.outbox)}));let T=p==="offline"||p==="connecting"&&r.isCutOff;y({status:p,isCutOff:T,closeCode:m}),p==="online"&&n.adoptOutboxes(P)},onClose(p){p===4401&&(i&&n.forget(i.token),i=n.read(),s=i!==null,y({conversation:null,timeline:F()}))}},t);function y(p){let m=r;r={...r,...p},r.outbox!==m.outbox&&n.keepOutbox(r.outbox),e.onChange(r)}function v(p){switch(y(Xe(r,p)),p.type){case"welcome":k(p);break;case"pong":o.observe(p.server_time,_.pingedAtMs);break;case"typing":t.clearTimer(u),u=t.setTimer(()=>y({typing:null}),p.expires_in_s*1e3);break;case"history":g(p);break;case"error":S(p);break}p.type!=="history"&&p.type!=="welcome"&&x(),h()}function k(p){o.observe(p.server_time),i={token:p.token,visitorId:p.visitor_id},s&&(s=n.renew(i))}function g(p){if(d&&p.request_id===d){d=null,y({isLoadingOlder:!1});return}let m=c!==null&&p.request_id===c;m&&(c=null),m&&!p.entries.length?y({isCaughtUp:!0}):x()}function S({code:p,echo_id:m,request_id:T,retry_after_s:A}){if(m){let re={code:p,retryAfterS:A??null};y({outbox:We(r.outbox,m,re,t.steadyMs())})}T&&T===d&&(d=null,y({isLoadingOlder:!1})),T&&T===c&&(A||y({isCaughtUp:!0}),t.setTimer(()=>{c===T&&(c=null),x()},(A??Bt)*1e3)),p==="seq_ahead"&&r.conversation&&(y({timeline:F()}),M({after_seq:null}))}function x(){let p=ne(r.timeline);p&&!c&&M(p)}function M({after_seq:p}){c=I({after_seq:p,limit:p===null?Ye:Ut})}function I(p){if(!r.conversation)return null;let m=j(),{id:T}=r.conversation;return _.send({type:"fetch_history",request_id:m,conversation_id:T,...p})?m:null}function h(){if(t.clearTimer(b),r.status!=="online"||!r.isCaughtUp||l)return;let p=t.steadyMs(),m=De(r.outbox,p);if(m&&!s&&i)q(i);else if(m){let{echoId:T,payload:A}=m;_.send({type:"send_message",echo_id:T,body:A.body,conversation_id:null}),y({outbox:Ue(r.outbox,T)}),t.clearTimer(w),w=t.setTimer(C,Wt)}else{let T=Ne(r.outbox,p);T!==null&&(b=t.setTimer(h,T))}}function C(){y({outbox:te(r.outbox)}),h()}async function q(p){l=!0;let m=await n.claim(p);l=!1,s=!0,m.visitorId!==i?.visitorId&&(i=m,_.restart()),h()}function P(p){let m=te(p).map(A=>({...A,retryAtMs:0})),T=new Set(r.outbox.map(A=>A.echoId));y({outbox:[...m.filter(A=>!T.has(A.echoId)),...r.outbox]}),h()}function L(){let p=n.read();!p||p.visitorId===i?.visitorId||(i=p,s=!0,_.status!=="stopped"&&_.restart())}return{get state(){return r},nowMs:o.nowMs,start(){L(),_.start(),n.adoptOutboxes(P)},stop:()=>_.stop(),wake(){L(),_.wake(),r.status==="online"&&n.adoptOutboxes(P)},send(p){let m={body:p,atMs:o.nowMs()};y({outbox:Re(r.outbox,j(),m)}),_.start(),h()},retry(p){y({outbox:Be(r.outbox,p)}),h()},loadOlder(){d||!r.timeline.hasBefore||(d=I({before_seq:Fe(r.timeline),limit:Ye}),d&&y({isLoadingOlder:!0}))},markRead(){let{conversation:p,timeline:m}=r,T=R(m);!p||!oe(r)||_.send({type:"mark_read",conversation_id:p.id,seq:T})&&y({conversation:{...p,visitor_read_seq:T}})},type:a.note,visitPage:()=>{_.send({type:"visit_page",page:e.getPage()})}}}function Je(){return{url:be(location.href,2048),title:be(document.title,512),referrer:be(document.referrer,2048)}}function Qe(e){let t=location.href,n=0,o=()=>{location.href!==t&&(t=location.href,clearTimeout(n),n=setTimeout(e,400))},{navigation:i}=window;i?.addEventListener("currententrychange",o);let r=i?0:setInterval(o,2e3);return()=>{i?.removeEventListener("currententrychange",o),clearInterval(r),clearTimeout(n)}}function be(e,t){return e.slice(0,t).replace(/\p{Cs}/gu,"")}function Ze({onFollowChange:e,onNearStart:t}){let n=null,o=!0,i=0,r=0,s=new ResizeObserver(()=>{o&&c()});function l(){if(!n)return;i=n.scrollHeight-n.scrollTop;let d=i-n.clientHeight<48;n.scrollTop<240&&t(),d!==o&&(o=d,e())}function c(){n&&(n.scrollTop=n.scrollHeight),l()}return{attach(d){s.disconnect(),n=d,n&&(n.onscroll=l,s.observe(n))},get isFollowing(){return o},settle(d,u){n&&(o||u?c():d!==r&&(n.scrollTop=n.scrollHeight-i,l()),r=d)},goToEnd:c}}function tt(e){let t=`ryadom:${e}`,n=`${t}:outbox:`,o=n+j(),i=null;function r(){let c=et(N()?.getItem(t));return typeof c?.token=="string"?c:null}function s(c,d){try{N()?.setItem(c,JSON.stringify(d))}catch{}}function l(c){if(c===(i!==null))return;if(!c){i?.(),i=null;return}let d=new Promise(u=>{i=u});ve(o,{},()=>d)}return{read:r,isExpected:()=>!!N()?.getItem(t),async claim(c){let d=c;return await ve(t,{},async()=>{let u=r();u?d=u:s(t,c)}),d},renew(c){return r()?.visitorId!==c.visitorId?!1:(s(t,c),!0)},forget(c){r()?.token===c&&N()?.removeItem(t)},keepOutbox(c){if(l(c.length>0),!c.length){N()?.removeItem(o);return}N()?.getItem(t)||s(t,{}),s(o,c)},async adoptOutboxes(c){let d=Object.keys(N()??{}).filter(u=>u.startsWith(n)&&u!==o);for(let u of d)await ve(u,{ifAvailable:!0},async()=>{c(et(N()?.getItem(u))??[]),N()?.removeItem(u)})},watch(c){let d=u=>{u.key===t&&c()};return addEventListener("storage",d),()=>{l(!1),removeEventListener("storage",d)}}}}async function ve(e,t,n){let{locks:o}=navigator;if(!o)return n();try{await o.request(e,t,async i=>i?n():void 0)}catch{await n()}}function N(){try{return localStorage}catch{return null}}function et(e){try{return JSON.parse(e??"null")}catch{return null}}var nt=`/* Tokens first, light and dark together; then one class per part. */
.window {
  --text: #25221d;
  --muted: #676158;
  --surface: #fcfbf9;
  --line: #e3dfd7;
  --edge: #99938a;
  --accent: #2f5aa0;
  --accent-hover: #274d8b;
  --accent-text: #2a5296;
  --own: #e4ebf6;
  --theirs: #edeae4;
  --red: #b02a20;
  --amber: #8a5200;
  --amber-tint: #f8ecd6;
}
@media (prefers-color-scheme: dark) {
  .window {
    --text: #eae6de;
    --muted: #a59e92;
    --surface: #1e1d1a;
    --line: #34312c;
    --edge: #7d776c;
    --accent: #3d69b3;
    --accent-hover: #4a77c2;
    --accent-text: #97b7ec;
    --own: #263249;
    --theirs: #2c2a26;
    --red: #f0887c;
    --amber: #e3a94a;
    --amber-tint: #3a2d17;
  }
}
@media (prefers-contrast: more) {
  .window {
    --line: var(--muted);
    --muted: var(--text);
  }
}

* {
  box-sizing: border-box;
}
p,
h2,
ul {
  margin: 0;
  padding: 0;
  font: inherit;
  list-style: none;
}
svg {
  display: block;
  fill: none;
  stroke: currentColor;
  stroke-width: 2;
}
.hidden {
  position: absolute;
  overflow: hidden;
  width: 1px;
  height: 1px;
  clip-path: inset(50%);
}

.launcher.behind {
  visibility: hidden;
}
.badge {
  position: absolute;
  top: -4px;
  right: -4px;
  min-width: 22px;
  padding: 0 6px;
  border-radius: 11px;
  background: #b02a20;
  font:
    600 12px / 22px system-ui,
    sans-serif;
}
.badge:empty {
  display: none;
}

.window {
  position: fixed;
  right: 12px;
  bottom: 12px;
  display: flex;
  flex-direction: column;
  overflow: hidden;
  width: 380px;
  height: 600px;
  max-height: calc(100% - 24px);
  border: 1px solid var(--line);
  border-radius: 16px;
  outline: 0;
  background: var(--surface);
  box-shadow:
    0 2px 6px #0002,
    0 12px 32px #0003;
  color: var(--text);
  color-scheme: light dark;
  font:
    15px / 22px system-ui,
    sans-serif;
  overflow-wrap: anywhere;
  transition: 0.15s ease-out;
  transition-property: opacity, transform;
}
.window:not(.open) {
  visibility: hidden;
  opacity: 0;
  transform: translateY(8px);
  transition-property: opacity, transform, visibility;
}
.window :focus-visible {
  outline: 2px solid var(--accent-text);
  outline-offset: -2px;
}
.window button {
  border: 1px solid transparent;
  border-radius: 6px;
  background: none;
  color: inherit;
  font: inherit;
  cursor: pointer;
}
.presence,
.bar,
.line,
.failure,
.typing {
  color: var(--muted);
  font-size: 13px;
  line-height: 18px;
}
.author,
.meta,
.count {
  padding: 0 4px;
  color: var(--muted);
  font-size: 12px;
  line-height: 16px;
}

.header {
  display: flex;
  align-items: center;
  padding: 12px 12px 12px 16px;
  border-bottom: 1px solid var(--line);
  touch-action: none;
}
.who {
  flex: 1;
  min-width: 0;
}
.name,
.presence {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.name {
  font-weight: 600;
}
.presence {
  min-height: 18px;
}
.window .close,
.window .send {
  width: 40px;
  height: 40px;
  padding: 9px;
}
.close:hover {
  background: var(--theirs);
}

.bar:not(:empty) {
  padding: 8px 16px;
  background: var(--amber-tint);
  color: var(--amber);
  animation: appear 0s 1s both;
}

.thread {
  position: relative;
  display: flex;
  flex: 1;
  flex-direction: column;
  min-height: 0;
}
.log {
  display: flex;
  flex: 1;
  flex-direction: column;
  overflow: hidden auto;
  overflow-anchor: none;
  overscroll-behavior: contain;
  padding: 16px 16px 8px;
}
.passages {
  display: flex;
  flex-direction: column;
  gap: 12px;
  margin-top: auto;
}
.line {
  text-align: center;
  text-wrap: balance;
}
.group {
  display: flex;
  flex-direction: column;
  align-items: flex-start;
  gap: 4px;
}
.own {
  align-items: flex-end;
}
.bubble {
  max-width: 85%;
  padding: 8px 12px;
  border: 1px solid transparent;
  border-radius: 10px;
  background: var(--theirs);
  white-space: pre-wrap;
}
.own .bubble {
  background: var(--own);
}
.own .failed {
  border-color: var(--red);
  background: none;
}
.failure {
  padding: 0 4px;
  color: var(--red);
  text-align: right;
}
.window .link {
  padding: 0 4px;
  color: var(--accent-text);
  text-decoration: underline;
}
.meta {
  display: flex;
  align-items: center;
  gap: 4px;
  font-variant-numeric: tabular-nums;
}
.tick {
  width: 18px;
  stroke-width: 1.5;
}
.unsent {
  animation: appear 0s 0.7s both;
}
.typing {
  min-height: 26px;
  padding: 8px 4px 0;
}
.window .to-end {
  position: absolute;
  bottom: 12px;
  align-self: center;
  padding: 6px 16px;
  border-radius: 18px;
  background: var(--accent);
  color: #fff;
  font-size: 13px;
}

.greeting {
  justify-content: center;
  padding: 24px 32px;
  color: var(--muted);
  text-align: center;
  text-wrap: balance;
}
.greeting-title {
  margin-bottom: 4px;
  color: var(--text);
  font-size: 18px;
}
.skeleton {
  gap: 12px;
  justify-content: flex-end;
  padding: 16px;
  animation: appear 0s 0.3s both;
}
.skeleton i {
  width: 60%;
  height: 40px;
  border-radius: 10px;
  background: var(--theirs);
}

.composer {
  display: grid;
  grid-template-columns: 1fr auto;
  align-items: end;
  gap: 0 8px;
  padding: 12px 12px max(12px, env(safe-area-inset-bottom));
  border-top: 1px solid var(--line);
}
.count {
  grid-column: 1 / -1;
}
.count:not(:empty) {
  padding-bottom: 8px;
}
.over {
  color: var(--red);
}
textarea {
  width: 100%;
  max-height: 128px;
  padding: 8px 12px;
  border: 1px solid var(--edge);
  border-radius: 6px;
  background: none;
  color: inherit;
  font: inherit;
  font-size: 16px;
  overscroll-behavior: contain;
  resize: none;
}
textarea::placeholder {
  color: var(--muted);
  opacity: 1;
}
.window .send {
  background: var(--accent);
  color: #fff;
}
.window .send:hover,
.to-end:hover {
  background: var(--accent-hover);
}
.window .send[aria-disabled="true"] {
  background: var(--theirs);
  color: var(--muted);
  cursor: default;
}
.stopped {
  padding: 16px;
  border-top: 1px solid var(--line);
}

@media (max-width: 479px) {
  .window {
    inset: var(--screen-top, 0) 0 auto;
    width: auto;
    height: var(--screen-height, 100%);
    max-height: none;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) 0 env(safe-area-inset-left);
    border: 0;
    border-radius: 0;
  }
}
@media (prefers-reduced-motion) {
  .window {
    transition: none;
  }
}
@media (forced-colors: active) {
  .bubble,
  .window .send {
    border-color: CanvasText;
  }
}
@keyframes appear {
  from {
    visibility: hidden;
  }
}
`;function V(e,t){let n=new Intl.PluralRules(e);return o=>`${o} ${t[n.select(o)]??t.other}`}var ot=V("en",{one:"new message",other:"new messages"}),rt=V("en",{one:"character",other:"characters"}),it={language:"en-GB",open:"Open chat",openWithUnread:e=>`Open chat: ${ot(e)}`,chatWith:e=>`Chat: ${e}`,chat:"Chat",close:"Close chat",connecting:"Connecting…",online:"Here now",offline:"Away right now",messages:"Messages",greeting:"Hello",greetingOnline:"Write what you would like to know. We reply right here.",greetingOffline:"Write now, and we reply right here as soon as we are back.",compose:"Message",placeholder:"Write a message",send:"Send",charsLeft:e=>`${rt(e)} left`,charsOver:e=>`Too long by ${rt(e)}`,you:"You",operator:"Operator",sending:"sending…",waiting:"waiting",sent:"sent",read:"read",failed:e=>e==="bad_body"?"Not sent: this text can’t be stored.":"Not sent.",retry:"Try again",joined:e=>`${e} joined the chat`,closed:"The conversation has ended.",closedNow:"The conversation has ended. Write to go on.",typing:e=>`${e} is typing…`,newMessages:ot,loading:"Loading messages…",noConnection:"No connection. Messages will be sent once it is back.",stopped:e=>e===4426?"The chat has been updated. Reload the page to go on.":"The chat is not set up for this page. Please reach us another way.",today:"Today",yesterday:"Yesterday"};var st=V("ru",{one:"новое сообщение",few:"новых сообщения",other:"новых сообщений"}),at=V("ru",{one:"знак",few:"знака",other:"знаков"}),lt={language:"ru",open:"Открыть чат",openWithUnread:e=>`Открыть чат: ${st(e)}`,chatWith:e=>`Чат: ${e}`,chat:"Чат",close:"Закрыть чат",connecting:"Соединяемся…",online:"На связи",offline:"Сейчас не на связи",messages:"Сообщения",greeting:"Здравствуйте",greetingOnline:"Напишите, что вас интересует. Ответим здесь же.",greetingOffline:"Напишите сейчас: ответим здесь же, как только вернёмся.",compose:"Сообщение",placeholder:"Напишите сообщение",send:"Отправить",charsLeft:e=>`Осталось: ${at(e)}`,charsOver:e=>`Слишком длинно. Лишнее: ${at(e)}`,you:"Вы",operator:"Сотрудник",sending:"отправляется…",waiting:"ждёт связи",sent:"отправлено",read:"прочитано",failed:e=>e==="bad_body"?"Не отправлено: такой текст сохранить нельзя.":"Не отправлено.",retry:"Повторить",joined:e=>`Вам отвечает ${e}`,closed:"Диалог завершён.",closedNow:"Диалог завершён. Напишите, чтобы продолжить.",typing:e=>`${e} печатает…`,newMessages:st,loading:"Загружаем сообщения…",noConnection:"Нет связи. Сообщения отправятся, когда она появится.",stopped:e=>e===4426?"Чат обновился. Перезагрузите страницу, чтобы продолжить.":"Чат на этой странице не подключён. Свяжитесь с нами другим способом.",today:"Сегодня",yesterday:"Вчера"};var Ft={ru:lt,en:it};function ct(e){return Ft[e]}function ut(e,t){return new Date(t).toLocaleTimeString(e.language,{hour:"2-digit",minute:"2-digit"})}function dt(e,t,n){let o=new Date(t),i=new Date(n),r=new Date(n);if(r.setDate(i.getDate()-1),o.toDateString()===i.toDateString())return e.today;if(o.toDateString()===r.toDateString())return e.yesterday;let s=o.getFullYear()===i.getFullYear()?{}:{year:"numeric"};return o.toLocaleDateString(e.language,{day:"numeric",month:"long",...s})}var $t=Symbol.for("pv"),Vt=0;function f(e,t,n,o,i,r){t||(t={});var s,l,c=t;if("ref"in c&&typeof e!="function")for(l in c={},t)l=="ref"?s=t[l]:c[l]=t[l];var d={type:e,props:c,key:n,ref:s,__k:null,__:null,__b:0,__e:null,__c:null,constructor:$t,__v:--Vt,__i:-1,__u:0};return(i||r)&&(d.__source=i,d.__self=r),O.vnode&&O.vnode(d),d}function pt({draft:e,texts:t,act:n}){let o=Kt(e),i=4e3-(o.length>3700?[...o].length:o.length),r=o!==""&&i>=0;function s(l){l.preventDefault(),r&&n.send(o),n.field.current?.focus()}return f("form",{class:"composer",onSubmit:s,children:[f("p",{class:i<0?"count over":"count",role:"status",children:i<0?t.charsOver(-i):i<=300&&t.charsLeft(i)}),f("textarea",{ref:n.field,rows:1,value:e,"aria-label":t.compose,placeholder:t.placeholder,enterkeyhint:"send",onInput:l=>n.write(l.currentTarget.value),onKeyDown:l=>{let c=l.isComposing||l.keyCode===229;l.key==="Enter"&&!l.shiftKey&&!c&&s(l)}}),f("button",{type:"submit",class:"send","aria-label":t.send,title:t.send,"aria-disabled":!r,children:f("svg",{viewBox:"0 0 24 24","aria-hidden":"true",children:f("path",{d:"M4 12h15M13 6l6 6-6 6"})})})]})}function Kt(e){return e.replace(/[\0\p{Cs}]/gu,"").trim()}function ft({conversation:e,timeline:t,outbox:n,isCutOff:o}){let i=[],r="";function s(c){let d=new Date(c).toDateString();d!==r&&(r=d,i.push({kind:"day",key:d,atMs:c}))}function l(c,d,u){s(d);let b=i.at(-1);b?.kind==="group"&&b.isOwn===c.isOwn&&b.name===c.name&&Yt(b.atMs,d)?i[i.length-1]={...b,bubbles:[...b.bubbles,u]}:i.push({kind:"group",key:u.key,...c,atMs:d,bubbles:[u]})}for(let c of t.entries){let d=Date.parse(c.created_at),u=String(c.seq);switch(c.type){case"message_posted":l(jt(c),d,Xt(c,e?.operator_read_seq??0));break;case"conversation_assigned":if(!c.operator)break;s(d),i.push({kind:"joined",key:u,name:c.operator.name});break;case"status_changed":if(c.status!=="closed")break;s(d),i.push({kind:"closed",key:u,name:""});break}}for(let c of n)l({isOwn:!0,name:""},c.payload.atMs,Gt(c,o?"waiting":"sending"));return i}function jt({author:e}){let t=e.kind==="visitor";return{isOwn:t,name:t?"":e.name}}function Xt({seq:e,echo_id:t,body:n,author:o},i){let r=o.kind==="visitor"?e<=i?"read":"sent":null;return{key:t??String(e),body:n,progress:r,code:null}}function Gt({echoId:e,payload:t,state:n,code:o},i){return{key:e,body:t.body,progress:n==="failed"?n:i,code:o}}function Yt(e,t){return Math.floor(e/6e4)===Math.floor(t/6e4)}function _t(e){let{passage:t,texts:n}=e;switch(t.kind){case"day":return f("li",{class:"line day",children:dt(n,t.atMs,e.nowMs)});case"joined":return f("li",{class:"line",children:n.joined(t.name||n.operator)});case"closed":return f("li",{class:"line",children:e.isClosedNow?n.closedNow:n.closed});case"group":return f(zt,{...e,group:t})}}function zt({group:e,isLastOwn:t,texts:n,onRetry:o}){let i=e.bubbles.at(-1);return f("li",{class:e.isOwn?"group own":"group",children:[f("span",{class:e.isOwn?"hidden":"author",children:e.isOwn?n.you:e.name||n.operator}),e.bubbles.map(r=>f(Jt,{bubble:r,texts:n,onRetry:o},r.key)),f("p",{class:"meta",children:[f("time",{dateTime:new Date(e.atMs).toISOString(),children:ut(n,e.atMs)}),i&&f(Qt,{bubble:i,isSpelledOut:t,texts:n})]})]})}function Jt({bubble:e,texts:t,onRetry:n}){return f(D,{children:[f("p",{class:e.progress==="failed"?"bubble failed":"bubble",children:e.body}),e.progress==="failed"&&f("p",{class:"failure",children:[t.failed(e.code)," ",f("button",{type:"button",class:"link",onClick:()=>n(e.key),children:t.retry})]})]})}function Qt({bubble:e,isSpelledOut:t,texts:n}){let{progress:o}=e;return!o||o==="failed"?null:o==="sending"||o==="waiting"?f("span",{class:"unsent",children:n[o]}):f(D,{children:[f("svg",{class:"tick",viewBox:"0 0 18 12","aria-hidden":"true",children:f("path",{d:o==="read"?"M1 6.5 4.5 10 12 2M8.5 9.5l.5.5L16.5 2":"M3 6.5 6.5 10 14 2"})}),f("span",{class:t?void 0:"hidden",children:n[o]})]})}function gt({state:e,texts:t,nowMs:n,isFollowing:o,unread:i,act:r}){let s=ft(e),l=s.filter(c=>c.kind==="group"&&c.isOwn).at(-1);return f("div",{class:"thread",children:[f("div",{class:"log",role:"log","aria-label":t.messages,tabIndex:0,ref:r.attachLog,children:[e.isLoadingOlder&&f("p",{class:"line",children:t.loading}),f("ul",{class:"passages",children:s.map(c=>f(_t,{passage:c,isLastOwn:c===l,isClosedNow:c===s.at(-1)&&e.conversation?.status==="closed",texts:t,nowMs:n,onRetry:r.retry},c.kind+c.key))}),f("p",{class:"typing",role:"status",children:e.typing&&t.typing(e.typing.name||t.operator)})]}),!o&&i>0&&f("button",{type:"button",class:"to-end",onClick:r.goToEnd,children:t.newMessages(i)})]})}function mt(e){let{state:t,texts:n,isOpen:o,isModal:i,act:r}=e,s=t.site?.name;return f("section",{ref:r.frame,class:o?"window open":"window",role:"dialog","aria-modal":i,"aria-label":s?n.chatWith(s):n.chat,tabIndex:-1,onKeyDown:l=>{l.key==="Escape"&&!l.isComposing&&r.close(),l.key==="Tab"&&i&&tn(l)},children:[f("header",{class:"header",children:[f("div",{class:"who",children:[f("h2",{class:"name",children:t.conversation?.operator?.name||s||n.chat}),f("p",{class:"presence",children:en(t,n)})]}),f("button",{type:"button",class:"close","aria-label":n.close,title:n.close,onClick:r.close,children:f("svg",{viewBox:"0 0 24 24","aria-hidden":"true",children:f("path",{d:"M6 6l12 12M18 6 6 18"})})})]}),f("p",{class:"bar",role:"status",children:t.isCutOff&&n.noConnection}),f(Zt,{...e}),yt(t)?f("p",{class:"stopped",role:"alert",children:n.stopped(t.closeCode)}):f(pt,{...e})]})}function Zt(e){let{state:t,texts:n}=e;return t.timeline.entries.length||t.outbox.length?f(gt,{...e}):(t.site?t.conversation&&!t.isCaughtUp:t.isReturning)&&!yt(t)?f("div",{class:"thread skeleton",role:"img","aria-label":n.loading,children:[f("i",{}),f("i",{}),f("i",{})]}):f("div",{class:"thread greeting",children:[f("p",{class:"greeting-title",children:n.greeting}),f("p",{children:t.site?.operators_online===!1?n.greetingOffline:n.greetingOnline})]})}function en({site:e,conversation:t,status:n},o){if(!e||n!=="online")return n==="stopped"?"":o.connecting;let i=e.operators_online?o.online:o.offline;return t?.operator?`${e.name} · ${i.toLowerCase()}`:i}function yt({status:e,closeCode:t}){return e==="stopped"&&t!==null}function tn(e){let t=[...e.currentTarget.querySelectorAll("button, textarea, [tabindex='0']")];e.shiftKey&&t.reverse();let{activeElement:n}=e.currentTarget.getRootNode();n!==t.at(-1)&&n!==e.currentTarget||(e.preventDefault(),t[0]?.focus())}var nn="(max-width: 479px)",ht=99;function ao(e){let{root:t,launcher:n,origin:o,site:i,locale:r}=e,s=ct(r),l=tt(i),c=document.createElement("div"),d=document.createElement("span"),u=document.createElement("p"),b=matchMedia(nn),w=new AbortController,{signal:a}=w,_=!1,y=!0,v=!1,k="",g=ze({origin:o,site:i,locale:r,store:l,getPage:Je,onChange:M}),S=Ze({onFollowChange:M,onNearStart:g.loadOlder}),x={frame:ce(),field:ce(),attachLog:S.attach,close:L,write(E){k=E,g.type(E.trim()!==""),M()},send(E){k="",v=!0,g.type(!1),g.send(E),M()},retry:g.retry,goToEnd:S.goToEnd};function M(){y&&queueMicrotask(I),y=!1}function I(){if(y=!0,a.aborted)return;let{state:E}=g,$=oe(E);h($);let vt=g.nowMs(),{isFollowing:xt}=S,wt=b.matches;fe(f(mt,{state:E,texts:s,nowMs:vt,draft:k,isOpen:_,isModal:wt,isFollowing:xt,unread:$,act:x}),c),C(),S.settle(E.timeline.entries[0]?.seq??0,v),v=!1,q()}function h(E){d.textContent=E>ht?`${ht}+`:String(E||""),n.ariaLabel=E?s.openWithUnread(E):s.open,n.ariaExpanded=String(_),n.classList.toggle("behind",_),u.textContent=E&&!_?s.newMessages(E):""}function C(){let{current:E}=x.field;E&&(E.style.height="auto",E.style.height=`${E.scrollHeight+2}px`)}function q(){_&&S.isFollowing&&document.visibilityState==="visible"&&g.markRead()}function P(){_||(_=!0,g.start(),p(),I()),((matchMedia("(pointer: coarse)").matches?x.frame:x.field).current??x.frame.current)?.focus({preventScroll:!0})}function L(){if(!_)return;_=!1;let{conversation:E,outbox:$}=g.state;!E&&!$.length&&g.stop(),I(),n.focus({preventScroll:!0})}function p(){visualViewport&&(c.style.setProperty("--screen-height",`${visualViewport.height}px`),c.style.setProperty("--screen-top",`${visualViewport.offsetTop}px`))}function m(){document.visibilityState==="visible"&&(g.wake(),q())}function T(){(_||l.isExpected())&&g.start()}let A=new CSSStyleSheet;A.replaceSync(nt),t.adoptedStyleSheets=[...t.adoptedStyleSheets,A],d.className="badge",d.ariaHidden="true",n.append(d),n.ariaHasPopup="dialog",u.className="hidden",u.role="status",t.append(c,u);let re=l.watch(()=>{T(),g.wake()}),bt=Qe(g.visitPage);document.addEventListener("visibilitychange",m,{signal:a}),addEventListener("online",m,{signal:a}),addEventListener("pagehide",g.stop,{signal:a}),addEventListener("pageshow",E=>E.persisted&&T(),{signal:a}),b.addEventListener("change",M,{signal:a}),visualViewport?.addEventListener("resize",p,{signal:a}),visualViewport?.addEventListener("scroll",p,{signal:a});for(let E of["keydown","keypress","keyup"])t.addEventListener(E,$=>$.stopPropagation());return I(),T(),{open:P,close:L,toggle:()=>_?L():P(),destroy(){w.abort(),re(),bt(),g.stop(),fe(null,c)}}}export{ao as startChat};
