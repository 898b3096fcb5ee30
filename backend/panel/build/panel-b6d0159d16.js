import{m128_CodeField as o,m128_PasswordField as s}from"./panel-35be4f037f.js";export{o as a,s as b};
