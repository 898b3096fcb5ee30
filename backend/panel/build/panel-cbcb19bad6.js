import{m128_CodeField as o,m128_PasswordField as s}from"./panel-9697628273.js";export{o as a,s as b};
