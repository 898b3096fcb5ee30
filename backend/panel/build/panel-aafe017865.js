import{m141_CodeField as o,m141_PasswordField as s}from"./panel-806aa8423a.js";export{o as a,s as b};
