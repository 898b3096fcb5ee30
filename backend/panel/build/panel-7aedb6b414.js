import{m128_CodeField as o,m128_PasswordField as s}from"./panel-7c6694be5a.js";export{o as a,s as b};
