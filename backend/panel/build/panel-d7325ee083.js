import{m128_CodeField as o,m128_PasswordField as s}from"./panel-83fee7d60a.js";export{o as a,s as b};
