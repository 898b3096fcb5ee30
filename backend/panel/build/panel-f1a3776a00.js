import{m128_CodeField as o,m128_PasswordField as s}from"./panel-68b6c695ac.js";export{o as a,s as b};
