import{m128_CodeField as o,m128_PasswordField as s}from"./panel-d9009ffe95.js";export{o as a,s as b};
